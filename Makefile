# sheaf: a folder of saved articles becomes an EPUB and a typeset PDF.  `make help` lists
# what can be made.  No file is named here: what lies in a folder is built.

PREFIX  ?= /usr/local
BUILD   ?= build
VERSION := 0.1.0

CC      ?= cc
PKGS    := harfbuzz harfbuzz-subset icu-uc icu-i18n minizip zlib cairo nettle fontconfig \
           jansson libexttextcat
WARN    := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
           -Wpointer-arith -Wwrite-strings -Wundef -Wvla
OPT     ?= -O2 -g
HARDEN  ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
CFLAGS  += -std=c11 -D_GNU_SOURCE $(OPT) $(HARDEN) $(WARN) $(SANITIZE) -pthread
CPPFLAGS += -Isrc -MMD -MP -DSHEAF_VERSION='"$(VERSION)"' \
           -DSHEAF_DATADIR='"$(PREFIX)/share/sheaf"' \
           $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
LDFLAGS += -pthread -pie $(SANITIZE) -Wl,-z,relro,-z,now
LDLIBS  += $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lhpdf -lhyphen

# FOLDERS=… builds a library of some stages only: for working on one of them.
FOLDERS ?= $(sort $(notdir $(patsubst %/,%,$(wildcard src/*/))))
PARTS   := $(wildcard $(FOLDERS:%=src/%/*.c)) $(filter-out src/main.c,$(wildcard src/*.c))
OBJECTS := $(PARTS:src/%.c=$(BUILD)/obj/%.o)
LIBRARY := $(BUILD)/libsheaf.a
UNIT    := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*.c))

.PHONY: all
all: $(BUILD)/sheaf fonts

$(BUILD)/sheaf: $(BUILD)/obj/main.o $(LIBRARY)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/unit/%: tests/unit/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -Itests $(LDFLAGS) -o $@ $< $(LIBRARY) -lcmocka $(LDLIBS)

-include $(OBJECTS:.o=.d) $(BUILD)/obj/main.d $(UNIT:=.d)

# ---- fonts: links to the faces of installed packages, listed in fonts/MANIFEST ----

.PHONY: fonts
fonts:
	@sh fonts/link.sh

.PHONY: unit
unit: $(UNIT)
	@for t in $(UNIT); do echo "== $$t"; $$t || exit 1; done

.PHONY: clean
clean:
	rm -rf $(BUILD)
