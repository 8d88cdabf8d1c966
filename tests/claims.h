/* What cmocka lacks for our types. */
#ifndef TESTS_CLAIMS_H
#define TESTS_CLAIMS_H

#define assert_str(got, want)                                                            \
    do {                                                                                 \
        const Str got_ = (got);                                                          \
        if (!str_eq(got_, str_of(want)))                                                 \
            fail_msg("got \"" STR_FMT "\", want \"%s\"", STR_ARG(got_), want);           \
    } while (0)

/* Does each message say what to do, behind what is wrong? */
#define assert_advice(d)                                                                 \
    do {                                                                                 \
        for (size_t i_ = 0; i_ < (d)->n; i_++)                                           \
            if (!str_has((d)->messages[i_].text, S("; ")))                               \
                fail_msg("\"" STR_FMT "\": and then?", STR_ARG((d)->messages[i_].text)); \
    } while (0)

#endif
