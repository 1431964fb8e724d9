use std::env;

fn pick(values: &[u32], index: usize) -> u32 {
    unsafe { *values.get_unchecked(index) }
}

fn main() {
    let values = [3, 5, 8, 13];
    let index = env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
    println!("{}", pick(&values, index));
}
