//! A text in the built-in font → how wide it is, where its lines break, and the outlines of its letters.
//!
//! No shaping: Latin and Chinese letters stand side by side, and that is all that a chart needs.

use std::sync::LazyLock;

use miniz_oxide::inflate::decompress_to_vec;
use tiny_skia::{Path, PathBuilder, Transform};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// The typeface `WenQuanYi` Micro Hei, cut to the letters of everyday Latin and Chinese texts.
/// Deflated when the program was built: half its size.
const FONT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/font"));

static FACE: LazyLock<Option<Face<'static>>> =
    LazyLock::new(|| Face::parse(decompress_to_vec(FONT).ok()?.leak(), 0).ok());

/// Pixels that a text takes across, in letters of `size` pixels.
pub fn width(text: &str, size: f32) -> f32 {
    let Some(face) = FACE.as_ref() else { return 0.0 };
    let advance = |c: char| f32::from(face.glyph_hor_advance(glyph(face, c)).unwrap_or(0));
    text.chars().map(advance).sum::<f32>() * scale(face, size)
}

/// The text in lines that fit `room` pixels: broken at spaces, or anywhere between Chinese characters.
pub fn lines(text: &str, size: f32, room: f32) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for piece in pieces(text) {
        match out.last_mut() {
            Some(line) if width(&format!("{line}{}", piece.trim_end()), size) <= room => line.push_str(piece),
            _ => out.push(piece.trim_start().to_owned()),
        }
    }
    for line in &mut out {
        line.truncate(line.trim_end().len());
    }
    out.retain(|line| !line.is_empty());
    out
}

/// The pieces between which a line may break: words with the space behind them, single Chinese characters.
fn pieces(text: &str) -> Vec<&str> {
    let wide = |c: char| ('\u{2e80}'..='\u{ffef}').contains(&c);
    let mut cuts = vec![0];
    let mut chars = text.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        let Some(&(at, next)) = chars.peek() else { break };
        // A closing mark never starts a line.
        let closes = matches!(next, '，' | '。' | '、' | '）' | '”' | '：' | '；' | '！' | '？');
        if (c == ' ' || wide(c) || wide(next)) && !closes && next != ' ' {
            cuts.push(at);
        }
    }
    cuts.push(text.len());
    cuts.windows(2).map(|cut| &text[cut[0]..cut[1]]).filter(|piece| !piece.is_empty()).collect()
}

/// The outlines of a line whose letters of `size` pixels stand on the base line at `x`, `y`.
pub fn outline(text: &str, size: f32, x: f32, y: f32) -> Option<Path> {
    let face = FACE.as_ref()?;
    let scale = scale(face, size);
    let mut pen = Pen(PathBuilder::new());
    let mut at = 0.0;
    for c in text.chars() {
        let id = glyph(face, c);
        let mut letter = Pen(PathBuilder::new());
        if face.outline_glyph(id, &mut letter).is_some()
            && let Some(path) = letter.0.finish().and_then(|path| path.transform(Transform::from_translate(at, 0.0)))
        {
            pen.0.push_path(&path);
        }
        at += f32::from(face.glyph_hor_advance(id).unwrap_or(0));
    }
    // Fonts count upwards, pictures downwards.
    pen.0.finish()?.transform(Transform::from_row(scale, 0.0, 0.0, -scale, x, y))
}

/// Pixels from the top of a line to its base line.
pub fn ascent(size: f32) -> f32 {
    FACE.as_ref().map_or(size, |face| f32::from(face.ascender()) * scale(face, size))
}

/// The glyph of a character; the font's own sign for "missing" where it has none.
fn glyph(face: &Face<'_>, c: char) -> GlyphId {
    face.glyph_index(c).unwrap_or(GlyphId(0))
}

fn scale(face: &Face<'_>, size: f32) -> f32 {
    size / f32::from(face.units_per_em())
}

/// Collects an outline.
struct Pen(PathBuilder);

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_what_charts_write() {
        let face = FACE.as_ref().expect("the built-in font can be read");
        for c in "Az09%+−≈≥≤<>“”：，（）同比增長率蔬菜豬肉噸".chars() {
            assert!(face.glyph_index(c).is_some(), "{c}");
        }
    }

    #[test]
    fn lines_fit_and_hold_the_whole_text() {
        for (text, room, count) in [
            ("one two three", 1000.0, 1),
            ("one two three", 120.0, 3),
            ("生鲜电商交易额，一季度（同比）", 200.0, 3),
            ("", 100.0, 0),
            ("unbreakableword", 10.0, 1),
        ] {
            let lines = lines(text, 40.0, room);
            assert_eq!(lines.len(), count, "{text}: {lines:?}");
            let words = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(words(&lines.concat()), words(text));
        }
    }
}
