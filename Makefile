# sheaf: a folder of saved articles becomes an EPUB and a typeset PDF.  `make help` lists
# what can be made.  No file is named here: what lies in a folder is built.

PREFIX  ?= /usr/local
BUILD   ?= build
VERSION := 0.1.0

CC      ?= cc
PKGS    := harfbuzz harfbuzz-subset icu-uc icu-i18n minizip zlib cairo nettle fontconfig \
           jansson libexttextcat md4c yaml-0.1 gumbo gmime-3.0 expat libpng libjpeg \
           libwebp librsvg-2.0
# Empty before `deps` has run: what needs them is made by a make of its own after that.
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null)

WARN    := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
           -Wpointer-arith -Wwrite-strings -Wundef -Wvla
OPT     ?= -O2 -g
HARDEN  ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
SANITIZERS := -fsanitize=address,undefined -fno-sanitize-recover=all
override CFLAGS   += -std=c11 -D_GNU_SOURCE $(OPT) $(HARDEN) $(WARN) $(WERROR) $(SANITIZE) \
                     -pthread
override CPPFLAGS += -Isrc -MMD -MP -DSHEAF_VERSION='"$(VERSION)"' $(PKG_CFLAGS)
override LDFLAGS  += -pthread -pie $(SANITIZE) -Wl,-z,relro,-z,now
override LDLIBS   += $(PKG_LIBS) -lhpdf -lhyphen -lgif

# FOLDERS=… builds a library of some stages only: for working on one of them.
FOLDERS ?= $(sort $(notdir $(patsubst %/,%,$(wildcard src/*/))))
PARTS   := $(wildcard $(FOLDERS:%=src/%/*.c)) $(filter-out src/main.c,$(wildcard src/*.c))
OBJECTS := $(PARTS:src/%.c=$(BUILD)/obj/%.o)
LIBRARY := $(BUILD)/libsheaf.a
UNIT    := $(patsubst tests/%.c,$(BUILD)/%,$(wildcard tests/unit/*.c))
FUZZ    := $(patsubst tests/%.c,$(BUILD)/%,$(wildcard tests/fuzz/fuzz_*.c))

# Every core is used unless a -j says otherwise.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 1)
endif
AGAIN := +@$(MAKE) --no-print-directory

.PHONY: all
all: $(BUILD)/sheaf fonts ## the program and the links to its faces (the default)

$(BUILD)/sheaf: $(BUILD)/obj/main.o $(LIBRARY)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	@$(AR) rcs $@ $^

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# Files that are built in, as the bytes of an array.
ASSETS := src/report/ledger.css src/report/ledger.js
$(BUILD)/obj/report/page_assets.o: $(ASSETS:src/%=$(BUILD)/assets/%.inc)
$(BUILD)/obj/report/page_assets.o: override CPPFLAGS += -I$(BUILD)/assets
$(BUILD)/assets/%.inc: src/%
	@mkdir -p $(@D)
	@od -An -v -tu1 $< | sed 's/ *\([0-9]\{1,\}\)/\1,/g' >$@

# Another PREFIX is another program: it knows where its styles were meant to be installed.
$(BUILD)/obj/cli/places.o: $(BUILD)/prefix
$(BUILD)/obj/cli/places.o: override CPPFLAGS += -DSHEAF_DATADIR='"$(PREFIX)/share/sheaf"'
$(BUILD)/prefix: force
	@mkdir -p $(@D)
	@echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' >$@
.PHONY: force

$(UNIT): $(BUILD)/%: tests/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -Itests $(LDFLAGS) -o $@ $< $(LIBRARY) -lcmocka $(LDLIBS)

# With FUZZER=-fsanitize=fuzzer an endless search; without it, a replay of given files.
$(FUZZ): $(BUILD)/%: tests/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -Itests $(LDFLAGS) $(FUZZER) -o $@ $< $(LIBRARY) $(LDLIBS)

-include $(OBJECTS:.o=.d) $(BUILD)/obj/main.d $(UNIT:=.d) $(FUZZ:=.d)

.PHONY: objects unit fuzzers fonts
objects: $(OBJECTS) $(BUILD)/obj/main.o
unit: $(UNIT)
fuzzers: $(FUZZ)
fonts: # links to the faces of installed packages, listed in fonts/MANIFEST
	@sh fonts/link.sh

# ---- what people ask for ----

.PHONY: deps book test accept lint format asan fuzz bench pictures install uninstall clean help

deps: ## what is missing to build sheaf, installed through apt
	@.ci/deps build

book: deps ## seeds/ as a book, in build/book/
	$(AGAIN) all
	@mkdir -p $(BUILD)/book
	$(BUILD)/sheaf -o $(BUILD)/book/the-printed-page --title 'The Printed Page' \
	    -M subtitle='How letters, paper and libraries came to be' seeds

test: ## every test; installs what they need
	@.ci/deps build test
	$(AGAIN) all asan
	@tests/run.sh $(BUILD)

accept: all ## what the program says now becomes what the golden tests expect
	@tests/golden/golden.sh $(BUILD) --accept
	@tests/program/properties.sh $(BUILD) --accept

lint: ## the rules of the house, and both compilers without a warning
	@tests/run.sh $(BUILD) lint

format: ## every source in the form of .clang-format
	@.ci/deps craft
	clang-format -i $$(find src tests -name '*.[ch]')

asan: ## program, unit tests and replays under AddressSanitizer and UBSan
	$(AGAIN) BUILD=$(BUILD)/asan SANITIZE='$(SANITIZERS)' OPT='-O1 -g' HARDEN= all unit fuzzers

FUZZ_TIME ?= 60
fuzz: ## each fuzz target for FUZZ_TIME seconds (60) from its corpus
	@.ci/deps build test
	$(AGAIN) BUILD=$(BUILD)/fuzzing CC=clang OPT='-O1 -g' HARDEN= FUZZER=-fsanitize=fuzzer \
	    SANITIZE='$(SANITIZERS) -fsanitize=fuzzer-no-link' fuzzers
	@tests/fuzz/search.sh $(BUILD) $(FUZZ_TIME)

bench: all ## time and memory, beside other programs on the same text
	@tests/bench/bench.sh $(BUILD)

pictures: book ## the pictures of README.md, drawn anew from seeds/
	@tests/pictures/draw.sh $(BUILD)

DATA := $(DESTDIR)$(PREFIX)/share
install: all ## program, styles, faces, manual and completion below PREFIX (and DESTDIR)
	install -d $(DESTDIR)$(PREFIX)/bin $(DATA)/sheaf/styles $(DATA)/sheaf/fonts \
	    $(DATA)/man/man1 $(DATA)/bash-completion/completions
	install -m 755 $(BUILD)/sheaf $(DESTDIR)$(PREFIX)/bin/sheaf
	install -m 644 styles/* $(DATA)/sheaf/styles
	install -m 644 fonts/MANIFEST $(DATA)/sheaf/fonts
	cp -P fonts/*.[ot]t[fc] $(DATA)/sheaf/fonts
	install -m 644 src/cli/sheaf.1 $(DATA)/man/man1/sheaf.1
	install -m 644 src/cli/sheaf.bash $(DATA)/bash-completion/completions/sheaf

uninstall: ## what install put there
	rm -rf $(DATA)/sheaf
	rm -f $(DESTDIR)$(PREFIX)/bin/sheaf $(DATA)/man/man1/sheaf.1 \
	    $(DATA)/bash-completion/completions/sheaf

clean: ## nothing but the sources
	rm -rf $(BUILD)

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20
