//! Times by number of facts → an SVG with both axes in powers of ten.

use std::fmt::Write;

/// What was measured at one size, in microseconds.
#[derive(Debug, Clone, Copy)]
pub struct Point {
    /// How many facts.
    pub facts: f64,
    /// The median of a reply.
    pub median: f64,
    /// What 99% of the replies take no longer than.
    pub late: f64,
}

impl Point {
    fn median(&self) -> f64 {
        self.median
    }

    fn late(&self) -> f64 {
        self.late
    }
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const MARGIN: f64 = 60.0;
/// The powers of ten on the axes: facts across, microseconds upwards.
const ACROSS: (i32, i32) = (1, 5);
const UP: (i32, i32) = (0, 4);

/// Draws the points.
pub fn svg(points: &[Point]) -> String {
    let place = |value: f64, (low, high): (i32, i32)| (value.log10() - f64::from(low)) / f64::from(high - low);
    let x = |facts: f64| MARGIN + place(facts, ACROSS) * (WIDTH - 1.5 * MARGIN);
    let y = |micros: f64| HEIGHT - MARGIN - place(micros, UP) * (HEIGHT - 1.5 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n"
    );
    for power in ACROSS.0..=ACROSS.1 {
        let (at, bottom) = (x(10f64.powi(power)), HEIGHT - MARGIN);
        _ = writeln!(out, "<path d=\"M{at:.0} {:.0}V{bottom}\" stroke=\"#ddd\"/>", MARGIN / 2.0);
        _ = writeln!(
            out,
            "<text x=\"{at:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{}</text>",
            bottom + 18.0,
            10u32.pow(power.unsigned_abs())
        );
    }
    for power in UP.0..=UP.1 {
        let at = y(10f64.powi(power));
        _ = writeln!(out, "<path d=\"M{MARGIN} {at:.0}H{:.0}\" stroke=\"#ddd\"/>", WIDTH - MARGIN / 2.0);
        _ = writeln!(
            out,
            "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{}</text>",
            MARGIN - 6.0,
            at + 4.0,
            10u32.pow(power.unsigned_abs())
        );
    }
    let lines = [("median", "#1668b5", Point::median as fn(&Point) -> f64), ("99%", "#b54516", Point::late)];
    for (name, colour, of) in lines {
        let path: Vec<String> =
            points.iter().map(|point| format!("{:.0},{:.0}", x(point.facts), y(of(point)))).collect();
        _ = writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            path.join(" ")
        );
        if let Some(last) = points.last() {
            _ = writeln!(
                out,
                "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\" fill=\"{colour}\">{name}</text>",
                x(last.facts),
                y(of(last)) - 8.0
            );
        }
    }
    _ = writeln!(out, "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">facts</text>", WIDTH / 2.0, HEIGHT - 14.0);
    _ = writeln!(out, "<text x=\"{:.0}\" y=\"20\">µs a reply</text>\n</svg>", MARGIN / 4.0);
    out
}
