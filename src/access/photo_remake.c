/* Decodes JPEG and PNG, turns, shrinks and encodes. Meant to be run where a fault harms nothing. */
#include "access/photo_remake.h"

#include <jerror.h>
#include <stdio.h>

#include <jpeglib.h>
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

enum {
    QUALITY = 80,
    TAG_ORIENTATION = 0x0112,
    EXIF_HEAD = 6, /* "Exif", two noughts */
    SHRINK_MOST = 8
};

struct pixels { /* three bytes each */
    uint32_t width, height;
    unsigned char *at;
};

static bool size_is_good(uint64_t width, uint64_t height, struct remade *ret)
{
    if (width > PHOTO_SIDE_MAX || height > PHOTO_SIDE_MAX || width * height > PHOTO_PIXELS_MAX)
        ret->verdict = PHOTO_TOO_LARGE;
    else if (width < PHOTO_SIDE_MIN || height < PHOTO_SIDE_MIN)
        ret->verdict = PHOTO_TOO_SMALL;
    else
        return true;
    return false;
}

/* --- JPEG --- */

struct jpeg_trouble {
    struct jpeg_error_mgr of; /* first: the library's is ours */
    jmp_buf out;
    bool cut; /* the picture ends before it should */
};

static void jpeg_gives_up(j_common_ptr c)
{
    struct jpeg_trouble *e = (struct jpeg_trouble *)(void *)c->err;
    longjmp(e->out, 1);
}

static void jpeg_says(j_common_ptr c, int level)
{
    struct jpeg_trouble *e = (struct jpeg_trouble *)(void *)c->err;
    if (level < 0 && (e->of.msg_code == JWRN_JPEG_EOF || e->of.msg_code == JWRN_HIT_MARKER ||
                      e->of.msg_code == JWRN_HUFF_BAD_CODE))
        e->cut = true;
}

static uint32_t number_at(const unsigned char *at, unsigned bytes, bool big)
{
    uint32_t n = 0;
    for (unsigned i = 0; i < bytes; i++)
        n |= (uint32_t)at[i] << 8 * (big ? bytes - 1 - i : i);
    return n;
}

/* 1 to 8, as EXIF says which way up the camera was; 1 when it does not say. */
static unsigned orientation_of(const unsigned char *at, size_t len)
{
    if (len < EXIF_HEAD + 8 || memcmp(at, "Exif\0\0", EXIF_HEAD) != 0)
        return 1;
    at += EXIF_HEAD;
    len -= EXIF_HEAD;
    bool big = at[0] == 'M';
    uint32_t list = number_at(at + 4, 4, big);
    if (list > len - 2)
        return 1;
    uint32_t count = number_at(at + list, 2, big);
    for (uint32_t i = 0; i < count && list + 2 + 12 * (uint64_t)(i + 1) <= len; i++) {
        const unsigned char *tag = at + list + 2 + 12 * (size_t)i;
        if (number_at(tag, 2, big) != TAG_ORIENTATION)
            continue;
        uint32_t said = number_at(tag + 8, 2, big);
        return said >= 1 && said <= 8 ? said : 1;
    }
    return 1;
}

static void jpeg_rows(struct jpeg_decompress_struct *d, struct pixels *p)
{
    while (d->output_scanline < d->output_height) {
        JSAMPROW row = p->at + (size_t)d->output_scanline * p->width * 3;
        (void)jpeg_read_scanlines(d, &row, 1);
    }
}

/* As small as the library can make it while it decodes, and still large enough. */
static unsigned shrink_of(const struct jpeg_decompress_struct *d)
{
    unsigned side = d->image_width > d->image_height ? d->image_width : d->image_height;
    unsigned by = 1;
    while (by < SHRINK_MOST && side / (by * 2) >= PHOTO_SIDE)
        by *= 2;
    return by;
}

static void jpeg_read_whole(struct jpeg_decompress_struct *d, struct pixels *p,
                            unsigned *ret_turned, struct remade *ret)
{
    jpeg_save_markers(d, JPEG_APP0 + 1, 0xffff);
    (void)jpeg_read_header(d, TRUE);
    if (!size_is_good(d->image_width, d->image_height, ret))
        return;
    if (d->jpeg_color_space == JCS_CMYK || d->jpeg_color_space == JCS_YCCK) {
        ret->verdict = PHOTO_COLOURS;
        return;
    }
    for (jpeg_saved_marker_ptr m = d->marker_list; m && *ret_turned == 1; m = m->next)
        *ret_turned = orientation_of(m->data, m->data_length);
    d->out_color_space = JCS_RGB;
    d->scale_num = 1;
    d->scale_denom = shrink_of(d);
    (void)jpeg_start_decompress(d);
    p->width = d->output_width;
    p->height = d->output_height;
    p->at = malloc((size_t)p->width * p->height * 3);
    if (!p->at)
        return;
    jpeg_rows(d, p);
    (void)jpeg_finish_decompress(d);
    if (!((struct jpeg_trouble *)(void *)d->err)->cut)
        ret->verdict = PHOTO_GOOD;
}

static void jpeg_decode(struct str sent, struct pixels *p, unsigned *ret_turned, struct remade *ret)
{
    struct jpeg_decompress_struct d = { 0 };
    struct jpeg_trouble e = { 0 };
    d.err = jpeg_std_error(&e.of);
    e.of.error_exit = jpeg_gives_up;
    e.of.emit_message = jpeg_says;
    ret->verdict = PHOTO_DAMAGED;
    if (!setjmp(e.out)) {
        jpeg_create_decompress(&d);
        jpeg_mem_src(&d, (const unsigned char *)sent.at, sent.len);
        jpeg_read_whole(&d, p, ret_turned, ret);
    }
    jpeg_destroy_decompress(&d);
}

static void jpeg_encode(const struct pixels *p, struct remade *ret)
{
    struct jpeg_compress_struct c = { 0 };
    struct jpeg_trouble e = { 0 };
    unsigned long len = 0;
    c.err = jpeg_std_error(&e.of);
    e.of.error_exit = jpeg_gives_up;
    ret->verdict = PHOTO_DAMAGED;
    if (setjmp(e.out))
        return;
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &ret->jpeg, &len);
    c.image_width = p->width;
    c.image_height = p->height;
    c.input_components = 3;
    c.in_color_space = JCS_RGB;
    jpeg_set_defaults(&c);
    jpeg_set_quality(&c, QUALITY, TRUE);
    jpeg_start_compress(&c, TRUE);
    while (c.next_scanline < c.image_height) {
        JSAMPROW row = p->at + (size_t)c.next_scanline * p->width * 3;
        (void)jpeg_write_scanlines(&c, &row, 1);
    }
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    ret->len = len;
    ret->width = p->width;
    ret->height = p->height;
    ret->verdict = PHOTO_GOOD;
}

/* --- PNG --- */

static void png_decode(struct str sent, struct pixels *p, struct remade *ret)
{
    png_image image = { .version = PNG_IMAGE_VERSION };
    png_color white = { 255, 255, 255 };
    ret->verdict = PHOTO_DAMAGED;
    if (!png_image_begin_read_from_memory(&image, sent.at, sent.len))
        return;
    if (!size_is_good(image.width, image.height, ret)) {
        png_image_free(&image);
        return;
    }
    image.format = PNG_FORMAT_RGB;
    p->width = image.width;
    p->height = image.height;
    p->at = malloc(PNG_IMAGE_SIZE(image));
    if (p->at && png_image_finish_read(&image, &white, p->at, 0, NULL))
        ret->verdict = PHOTO_GOOD;
    png_image_free(&image);
}

/* --- turned upright and made small --- */

/* Where a pixel of the upright picture lies in the one that was sent. */
static const unsigned char *lies_at(const struct pixels *p, unsigned turned, uint32_t x, uint32_t y)
{
    uint32_t across = turned >= 5 ? y : x, down = turned >= 5 ? x : y;
    bool from_right = turned == 2 || turned == 3 || turned == 7 || turned == 8;
    bool from_below = turned == 3 || turned == 4 || turned == 6 || turned == 7;
    if (from_right)
        across = p->width - 1 - across;
    if (from_below)
        down = p->height - 1 - down;
    return p->at + ((size_t)down * p->width + across) * 3;
}

static bool turn(struct pixels *p, unsigned turned)
{
    struct pixels up = { p->width, p->height, NULL };
    if (turned == 1)
        return true;
    if (turned >= 5) {
        up.width = p->height;
        up.height = p->width;
    }
    up.at = malloc((size_t)up.width * up.height * 3);
    if (!up.at)
        return false;
    for (uint32_t y = 0; y < up.height; y++)
        for (uint32_t x = 0; x < up.width; x++)
            memcpy(up.at + ((size_t)y * up.width + x) * 3, lies_at(p, turned, x, y), 3);
    free(p->at);
    *p = up;
    return true;
}

/* The mean of all that falls on one pixel of the smaller picture. */
static void mean_of(const struct pixels *p, const uint32_t from[2], const uint32_t until[2],
                    unsigned char *ret)
{
    uint64_t sum[3] = { 0 }, count = 0;
    for (uint32_t y = from[1]; y < until[1]; y++) {
        const unsigned char *at = p->at + ((size_t)y * p->width + from[0]) * 3;
        for (uint32_t x = from[0]; x < until[0]; x++, at += 3, count++)
            for (unsigned i = 0; i < 3; i++)
                sum[i] += at[i];
    }
    for (unsigned i = 0; i < 3; i++)
        ret[i] = (unsigned char)(sum[i] / count);
}

static bool shrink(struct pixels *p)
{
    uint64_t side = p->width > p->height ? p->width : p->height;
    if (side <= PHOTO_SIDE)
        return true;
    struct pixels s = { (uint32_t)(p->width * (uint64_t)PHOTO_SIDE / side),
                        (uint32_t)(p->height * (uint64_t)PHOTO_SIDE / side), NULL };
    s.width += s.width == 0;
    s.height += s.height == 0;
    s.at = malloc((size_t)s.width * s.height * 3);
    if (!s.at)
        return false;
    for (uint32_t y = 0; y < s.height; y++) {
        uint32_t top = (uint32_t)((uint64_t)y * p->height / s.height);
        uint32_t end = (uint32_t)((uint64_t)(y + 1) * p->height / s.height);
        for (uint32_t x = 0; x < s.width; x++) {
            uint32_t from[2] = { (uint32_t)((uint64_t)x * p->width / s.width), top };
            uint32_t until[2] = { (uint32_t)((uint64_t)(x + 1) * p->width / s.width), end };
            mean_of(p, from, until, s.at + ((size_t)y * s.width + x) * 3);
        }
    }
    free(p->at);
    *p = s;
    return true;
}

void photo_remake_here(struct str sent, struct remade *ret)
{
    struct pixels p = { 0 };
    unsigned turned = 1;
    *ret = (struct remade){ .verdict = PHOTO_NOT_ONE };
    if (sent.len > 4 && memcmp(sent.at, "\xff\xd8\xff", 3) == 0)
        jpeg_decode(sent, &p, &turned, ret);
    else if (sent.len > 8 && memcmp(sent.at, "\x89PNG\r\n\x1a\n", 8) == 0)
        png_decode(sent, &p, ret);
    bool good = ret->verdict == PHOTO_GOOD;
    if (good && shrink(&p) && turn(&p, turned))
        jpeg_encode(&p, ret);
    else if (good)
        ret->verdict = PHOTO_DAMAGED;
    free(p.at);
}
