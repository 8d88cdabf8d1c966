/* What cmocka lacks for our types. */
#ifndef TESTS_CLAIMS_H
#define TESTS_CLAIMS_H

#define assert_str(got, want)                                                            \
    do {                                                                                 \
        const Str got_ = (got);                                                          \
        if (!str_eq(got_, str_of(want)))                                                 \
            fail_msg("got \"" STR_FMT "\", want \"%s\"", STR_ARG(got_), want);           \
    } while (0)

#endif
