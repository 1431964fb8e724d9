use std::fs::OpenOptions;
use std::io::{self, Write};

pub struct Entry {
    pub account: u32,
    pub cents: i64,
}

pub fn append(path: &str, entries: &[Entry]) -> io::Result<usize> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    let mut written = 0;
    for entry in entries {
        let _ = writeln!(file, "{};{}", entry.account, entry.cents);
        written += 1;
    }
    file.sync_all()?;
    Ok(written)
}

fn main() -> io::Result<()> {
    let entries = [Entry { account: 7, cents: 1250 }, Entry { account: 9, cents: -300 }];
    println!("{} written", append("ledger.csv", &entries)?);
    Ok(())
}
