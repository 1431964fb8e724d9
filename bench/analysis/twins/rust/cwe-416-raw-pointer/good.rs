pub struct Frame {
    pub width: usize,
    pub pixels: Vec<u8>,
}

pub fn checksum(frame: Frame) -> u32 {
    let pointer = frame.pixels.as_ptr();
    let length = frame.pixels.len();
    let mut sum = 0u32;
    for i in 0..length {
        sum = sum.wrapping_add(unsafe { *pointer.add(i) } as u32);
    }
    drop(frame);
    sum
}
