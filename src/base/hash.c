/* Digests (nettle's). */
#include "hash.h"

#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

static Str hex_of(Arena *a, const uint8_t *digest, size_t n)
{
    static const char hex[] = "0123456789abcdef";
    char *out = arena_alloc(a, 2 * n + 1);
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = hex[digest[i] >> 4];
        out[2 * i + 1] = hex[digest[i] & 15];
    }
    return (Str){out, 2 * n};
}

Str md5_hex(Arena *a, Str bytes)
{
    uint8_t digest[MD5_DIGEST_SIZE];
    struct md5_ctx ctx;
    md5_init(&ctx);
    md5_update(&ctx, bytes.n, (const uint8_t *)bytes.p);
    md5_digest(&ctx, sizeof digest, digest);
    return hex_of(a, digest, sizeof digest);
}

Str sha256(Arena *a, Str bytes)
{
    uint8_t *digest = arena_alloc(a, SHA256_DIGEST_SIZE);
    struct sha256_ctx ctx;
    sha256_init(&ctx);
    sha256_update(&ctx, bytes.n, (const uint8_t *)bytes.p);
    sha256_digest(&ctx, SHA256_DIGEST_SIZE, digest);
    return (Str){(const char *)digest, SHA256_DIGEST_SIZE};
}

Str sha256_hex(Arena *a, Str bytes)
{
    const Str digest = sha256(a, bytes);
    return hex_of(a, (const uint8_t *)digest.p, digest.n);
}

Str uuid5(Arena *a, Str name)
{
    /* Our name space: drawn once at random (version 4), never to be changed. */
    static const uint8_t space[16] = {0x3d, 0x1c, 0x6a, 0x0e, 0x8b, 0x52, 0x4f, 0x7d,
                                      0xa2, 0x96, 0x5e, 0x0b, 0x71, 0xc4, 0xe8, 0x39};
    uint8_t d[SHA1_DIGEST_SIZE];
    struct sha1_ctx ctx;
    sha1_init(&ctx);
    sha1_update(&ctx, sizeof space, space);
    sha1_update(&ctx, name.n, (const uint8_t *)name.p);
    sha1_digest(&ctx, sizeof d, d);
    d[6] = (uint8_t)((d[6] & 0x0F) | 0x50);
    d[8] = (uint8_t)((d[8] & 0x3F) | 0x80);
    return arena_printf(
        a, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", d[0],
        d[1], d[2], d[3], d[4], d[5], d[6], d[7], d[8], d[9], d[10], d[11], d[12], d[13],
        d[14], d[15]);
}
