use std::collections::HashSet;
use std::io::{self, BufRead};

#[derive(Debug, Clone)]
pub struct Subscriber {
    pub address: String,
    pub list: String,
}

fn parse(line: &str) -> Option<Subscriber> {
    let (address, list) = line.split_once(',')?;
    let address = address.trim().to_lowercase();
    if !address.contains('@') {
        return None;
    }
    Some(Subscriber { address, list: list.trim().to_owned() })
}

/// Every address once, in the order of the first mention.
pub fn merge(all: &[Subscriber]) -> Vec<String> {
    let mut seen: Vec<&str> = Vec::new();
    let mut lists: HashSet<&str> = HashSet::new();
    let mut merged = Vec::new();
    for subscriber in all {
        lists.insert(&subscriber.list);
        if seen.contains(&subscriber.address.as_str()) {
            continue;
        }
        seen.push(&subscriber.address);
        merged.push(subscriber.address.clone());
    }
    eprintln!("{} addresses on {} lists", merged.len(), lists.len());
    merged
}

fn main() -> io::Result<()> {
    let mut all = Vec::new();
    for line in io::stdin().lock().lines() {
        all.extend(parse(&line?));
    }
    for address in merge(&all) {
        println!("{address}");
    }
    Ok(())
}
