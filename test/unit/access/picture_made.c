/* Pictures of stripes, written with the same libraries that everybody uses. */
#include "picture_made.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* After stdio.h, which it needs and does not ask for. */
#include <jpeglib.h>
#include <png.h>

static void stripe(unsigned char *row, unsigned y, unsigned width, unsigned height)
{
    for (unsigned x = 0; x < width; x++) {
        bool white = y < height / 4;
        row[3 * x] = white || x < width / 2 ? 255 : 0;
        row[3 * x + 1] = white ? 255 : 0;
        row[3 * x + 2] = white || x >= width / 2 ? 255 : 0;
    }
}

/* Little-endian TIFF: one list with the orientation and, as a description, a place. */
static void exif_write(struct jpeg_compress_struct *c, unsigned orientation)
{
    unsigned char bytes[] = "Exif\0\0II*\0\x08\0\0\0\x02\0"
                            "\x12\x01\x03\0\x01\0\0\0?\0\0\0"
                            "\x0e\x01\x02\0\x09\0\0\0\x26\0\0\0"
                            "\0\0\0\0GPS-HERE";
    bytes[6 + 8 + 2 + 8] = (unsigned char)orientation;
    jpeg_write_marker(c, JPEG_APP0 + 1, bytes, sizeof bytes - 1);
}

struct str jpeg_made(struct arena *a, unsigned width, unsigned height, unsigned orientation)
{
    struct jpeg_compress_struct c = { 0 };
    struct jpeg_error_mgr e;
    unsigned char *at = NULL, *row = calloc(width, 3);
    unsigned long len = 0;
    c.err = jpeg_std_error(&e);
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &at, &len);
    c.image_width = width;
    c.image_height = height;
    c.input_components = 3;
    c.in_color_space = JCS_RGB;
    jpeg_set_defaults(&c);
    jpeg_start_compress(&c, TRUE);
    if (orientation)
        exif_write(&c, orientation);
    while (c.next_scanline < height) {
        JSAMPROW rows = row;
        stripe(row, c.next_scanline, width, height);
        (void)jpeg_write_scanlines(&c, &rows, 1);
    }
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    struct str made = str_copy(a, (struct str){ (char *)at, len });
    free(row);
    free(at);
    return made;
}

struct str png_made(struct arena *a, unsigned width, unsigned height)
{
    png_image image = {
        .version = PNG_IMAGE_VERSION, .width = width, .height = height, .format = PNG_FORMAT_RGB
    };
    unsigned char *pixels = calloc((size_t)width * height, 3);
    png_alloc_size_t len = (png_alloc_size_t)width * height * 3 + 65536;
    for (unsigned y = 0; y < height; y++)
        stripe(pixels + (size_t)y * width * 3, y, width, height);
    char *at = arena_take(a, 1, len);
    MUST(png_image_write_to_memory(&image, at, &len, 0, pixels, 0, NULL));
    free(pixels);
    return (struct str){ at, len };
}

struct seen jpeg_seen(struct arena *a, struct str jpeg)
{
    struct jpeg_decompress_struct d = { 0 };
    struct jpeg_error_mgr e;
    struct seen s = { 0 };
    d.err = jpeg_std_error(&e);
    jpeg_create_decompress(&d);
    for (int i = 1; i < 16; i++)
        jpeg_save_markers(&d, JPEG_APP0 + i, 0xffff);
    jpeg_save_markers(&d, JPEG_COM, 0xffff);
    jpeg_mem_src(&d, (const unsigned char *)jpeg.at, jpeg.len);
    (void)jpeg_read_header(&d, TRUE);
    for (jpeg_saved_marker_ptr m = d.marker_list; m; m = m->next)
        s.markers++;
    d.out_color_space = JCS_RGB;
    (void)jpeg_start_decompress(&d);
    s.width = d.output_width;
    s.height = d.output_height;
    s.pixels = arena_take(a, (size_t)s.width * s.height, 3);
    while (d.output_scanline < d.output_height) {
        JSAMPROW row = s.pixels + (size_t)d.output_scanline * s.width * 3;
        (void)jpeg_read_scanlines(&d, &row, 1);
    }
    (void)jpeg_finish_decompress(&d);
    jpeg_destroy_decompress(&d);
    return s;
}

static bool is(const struct seen *s, unsigned x, unsigned y, bool red, bool green, bool blue)
{
    const unsigned char *at = s->pixels + ((size_t)y * s->width + x) * 3;
    return (at[0] > 128) == red && (at[1] > 128) == green && (at[2] > 128) == blue;
}

bool is_red(const struct seen *s, unsigned x, unsigned y)
{
    return is(s, x, y, true, false, false);
}

bool is_blue(const struct seen *s, unsigned x, unsigned y)
{
    return is(s, x, y, false, false, true);
}

bool is_white(const struct seen *s, unsigned x, unsigned y)
{
    return is(s, x, y, true, true, true);
}
