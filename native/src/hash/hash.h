/*
 * Hashing of keys and strings, by 64 x 64 -> 128 bit multiplication folded to 64 bits, as wyhash and rapidhash do it. Not for
 * hostile inputs that aim at collisions: tables stay correct then, only slower.
 */
#ifndef FLARE_HASH_H
#define FLARE_HASH_H

#include <stdint.h>
#include <string.h>

static inline uint64_t flare_hash_mix(uint64_t a, uint64_t b)
{
    const unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t flare_hash_load(const uint8_t *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof(word));
    return word;
}

static const uint64_t flare_hash_seed = 0x2d358dccaa6c78a5u;
static const uint64_t flare_hash_step = 0x8bb84b93962eacc9u;

/* A key of whole 8-byte words. */
static inline uint64_t flare_hash_words(const void *key, uint32_t byte_size)
{
    const uint8_t *const bytes = key;
    uint64_t hash = flare_hash_seed;
    for (uint32_t at = 0; at < byte_size; at += 8)
        hash = flare_hash_mix(hash ^ flare_hash_load(bytes + at), flare_hash_step);
    return hash;
}

/* Any bytes; a tail shorter than a word is padded with zeroes, so the length is hashed too. */
static inline uint64_t flare_hash_bytes(const uint8_t *bytes, uint64_t byte_size)
{
    uint64_t hash = flare_hash_seed ^ byte_size;
    uint64_t left = byte_size;
    for (; left >= 8; left -= 8, bytes += 8)
        hash = flare_hash_mix(hash ^ flare_hash_load(bytes), flare_hash_step);
    uint64_t tail = 0;
    memcpy(&tail, bytes, left);
    return flare_hash_mix(hash ^ tail, flare_hash_step);
}

#endif
