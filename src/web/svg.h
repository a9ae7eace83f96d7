/* Writes the elements that pictures are drawn with; classes give them their look. */
#ifndef WEB_SVG_H
#define WEB_SVG_H
#include "format/html.h"

enum anchor {
    START,
    MIDDLE,
    END
};

void svg_rect(struct html *h, double x, double y, double w, double hgt, const char *class);
void svg_line(struct html *h, double x1, double y1, double x2, double y2, const char *class);
void svg_circle(struct html *h, double x, double y, double r, const char *class);
/* `rest`: what follows the first M x y of a path. */
void svg_path_at(struct html *h, double x, double y, const char *rest, const char *class);
void svg_text(struct html *h, double x, double y, struct str words, const char *class,
              enum anchor anchor);
/* Marks drawn together; `rows`: how many rows of the table they stand for. */
void svg_group(struct html *h, size_t rows);
void svg_group_end(struct html *h);

#endif
