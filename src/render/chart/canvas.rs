//! Text and bars → pixels → a PNG.

use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Rect, Transform};

use super::{LEADING, font};

/// A picture being drawn.
pub struct Canvas(Pixmap);

/// Pixels of the round corners of a bar.
const ROUND: f32 = 8.0;

impl Canvas {
    /// An empty one of so many pixels.
    pub fn new(width: f32, height: f32, ground: [u8; 3]) -> Self {
        let size = |pixels: f32| (pixels.ceil() as u32).clamp(1, 8192);
        // A size that isn't zero and not beyond all measure always gives a picture.
        let mut pixels =
            Pixmap::new(size(width), size(height)).unwrap_or_else(|| unreachable!("the size is in bounds"));
        pixels.fill(Color::from_rgba8(ground[0], ground[1], ground[2], 255));
        Self(pixels)
    }

    /// Draws lines of text from `y` down. Gives where the next line would start.
    pub fn paragraph(&mut self, lines: &[String], x: f32, y: f32, size: f32, ink: [u8; 3]) -> f32 {
        let mut top = y;
        for line in lines {
            let base = top + (size * LEADING - size) / 2.0 + font::ascent(size) * 0.9;
            if let Some(path) = font::outline(line, size, x, base) {
                self.0.fill_path(&path, &paint(ink), FillRule::Winding, Transform::identity(), None);
            }
            top += size * LEADING;
        }
        top
    }

    /// Draws a bar.
    pub fn bar(&mut self, x: f32, y: f32, width: f32, height: f32, ink: [u8; 3]) {
        let mut path = PathBuilder::new();
        let round = ROUND.min(width / 2.0);
        path.move_to(x, y);
        path.line_to(x + width - round, y);
        path.quad_to(x + width, y, x + width, y + round);
        path.line_to(x + width, y + height - round);
        path.quad_to(x + width, y + height, x + width - round, y + height);
        path.line_to(x, y + height);
        path.close();
        if let Some(path) = path.finish() {
            self.0.fill_path(&path, &paint(ink), FillRule::Winding, Transform::identity(), None);
        } else if let Some(rect) = Rect::from_xywh(x, y, width, height) {
            self.0.fill_rect(rect, &paint(ink), Transform::identity(), None);
        }
    }

    /// The picture.
    pub fn png(&self) -> Vec<u8> {
        self.0.encode_png().unwrap_or_default()
    }
}

fn paint(ink: [u8; 3]) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(ink[0], ink[1], ink[2], 255);
    paint
}
