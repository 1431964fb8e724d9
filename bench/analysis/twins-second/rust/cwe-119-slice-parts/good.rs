use std::env;

fn pick(values: &[u32], index: usize) -> u32 {
    values.get(index).copied().unwrap_or(0)
}

fn main() {
    let values = [3, 5, 8, 13];
    let index = env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
    println!("{}", pick(&values, index));
}
