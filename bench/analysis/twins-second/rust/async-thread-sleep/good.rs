use std::time::Duration;

async fn poll(attempts: u32) -> bool {
    for attempt in 0..attempts {
        if std::path::Path::new("/run/ready").exists() {
            return true;
        }
        println!("attempt {attempt}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    false
}

#[tokio::main]
async fn main() {
    println!("{}", poll(5).await);
}
