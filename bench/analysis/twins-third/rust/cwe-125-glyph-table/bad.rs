use std::io::{self, BufRead, Write};

struct GlyphTable {
    widths: Vec<u16>,
}

impl GlyphTable {
    fn new() -> Self {
        Self { widths: (0..256).map(|i| 400 + (i % 7) * 20).collect() }
    }

    fn width(&self, code: usize) -> u16 {
        debug_assert!(code < self.widths.len());
        unsafe { *self.widths.get_unchecked(code) }
    }
}

fn main() -> io::Result<()> {
    let table = GlyphTable::new();
    let stdin = io::stdin();
    let mut out = io::stdout().lock();
    for line in stdin.lock().lines() {
        let line = line?;
        let Ok(code) = line.trim().parse::<usize>() else { continue };
        writeln!(out, "{}", table.width(code))?;
    }
    Ok(())
}
