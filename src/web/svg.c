/* The few elements of a drawing, with their numbers to a tenth. */
#include "web/svg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define OUT(s, text) html_literal(s, text, sizeof(text) - 1)

/* Numbers of a drawing to a tenth: small, and the same on every machine. */
static void put_px(struct html *h, double px)
{
    long tenths = lround(px * 10);
    if (tenths < 0)
        html_literal(h, "-", 1);
    tenths = labs(tenths);
    html_int(h, tenths / 10);
    if (tenths % 10) {
        html_literal(h, ".", 1);
        html_int(h, tenths % 10);
    }
}

static void attr(struct html *s, const char *name, double px)
{
    html_literal(s, name, strlen(name));
    OUT(s, "=\"");
    put_px(s, px);
    OUT(s, "\"");
}

void svg_rect(struct html *s, double x, double y, double w, double hgt, const char *class)
{
    OUT(s, "<rect");
    attr(s, " x", x);
    attr(s, " y", y);
    attr(s, " width", w < 0.5 ? 0.5 : w);
    attr(s, " height", hgt);
    OUT(s, " class=\"");
    html_attrz(s, class);
    OUT(s, "\"/>\n");
}

void svg_line(struct html *s, double x1, double y1, double x2, double y2, const char *class)
{
    OUT(s, "<line");
    attr(s, " x1", x1);
    attr(s, " y1", y1);
    attr(s, " x2", x2);
    attr(s, " y2", y2);
    OUT(s, " class=\"");
    html_attrz(s, class);
    OUT(s, "\"/>\n");
}

void svg_circle(struct html *s, double x, double y, double r, const char *class)
{
    OUT(s, "<circle");
    attr(s, " cx", x);
    attr(s, " cy", y);
    attr(s, " r", r);
    OUT(s, " class=\"");
    html_attrz(s, class);
    OUT(s, "\"/>\n");
}

void svg_path_at(struct html *s, double x, double y, const char *rest, const char *class)
{
    OUT(s, "<path d=\"M");
    put_px(s, x);
    OUT(s, " ");
    put_px(s, y);
    html_attrz(s, rest);
    OUT(s, "\" class=\"");
    html_attrz(s, class);
    OUT(s, "\"/>\n");
}

void svg_text(struct html *s, double x, double y, struct str words, const char *class,
              enum anchor anchor)
{
    OUT(s, "<text");
    attr(s, " x", x);
    attr(s, " y", y);
    OUT(s, " class=\"");
    html_attrz(s, class);
    if (anchor == MIDDLE)
        OUT(s, "\" text-anchor=\"middle");
    if (anchor == END)
        OUT(s, "\" text-anchor=\"end");
    OUT(s, "\">");
    html_text(s, words);
    OUT(s, "</text>\n");
}

void svg_group(struct html *s, size_t rows)
{
    OUT(s, "<g data-n=\"");
    html_int(s, (int64_t)rows);
    OUT(s, "\">\n");
}

void svg_group_end(struct html *s)
{
    OUT(s, "</g>\n");
}
