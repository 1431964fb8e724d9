use std::collections::BTreeMap;
use std::env;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::process::ExitCode;

use regex::Regex;

const REQUEST: &str = r#"^(\S+) \S+ \S+ \[[^\]]+\] "([A-Z]+) (\S+)[^"]*" (\d{3}) (\d+|-)"#;

#[derive(Default)]
struct Total {
    requests: u64,
    bytes: u64,
    failures: u64,
}

#[derive(Default)]
struct Report {
    by_path: BTreeMap<String, Total>,
    unread: u64,
}

impl Report {
    fn add(&mut self, path: &str, status: u16, bytes: u64) {
        let total = self.by_path.entry(path.to_owned()).or_default();
        total.requests += 1;
        total.bytes += bytes;
        if status >= 500 {
            total.failures += 1;
        }
    }

    fn print(&self) {
        for (path, total) in &self.by_path {
            println!("{path}\t{}\t{}\t{}", total.requests, total.bytes, total.failures);
        }
        if self.unread > 0 {
            eprintln!("{} lines were not understood", self.unread);
        }
    }
}

fn summarise(input: impl BufRead) -> io::Result<Report> {
    let mut report = Report::default();
    let pattern = Regex::new(REQUEST).expect("the pattern is constant");
    for line in input.lines() {
        let line = line?;
        let Some(found) = pattern.captures(&line) else {
            report.unread += 1;
            continue;
        };
        let status = found[4].parse().unwrap_or(0);
        let bytes = found[5].parse().unwrap_or(0);
        let path = found[3].split('?').next().unwrap_or("/");
        report.add(path, status, bytes);
    }
    Ok(report)
}

fn main() -> ExitCode {
    let Some(name) = env::args().nth(1) else {
        eprintln!("usage: access-log FILE");
        return ExitCode::from(64);
    };
    let result = File::open(&name).map(BufReader::new).and_then(summarise);
    match result {
        Ok(report) => {
            report.print();
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::FAILURE
        }
    }
}
