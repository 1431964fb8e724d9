use std::time::Duration;

pub struct Retry {
    pub attempts: u32,
}

impl Retry {
    pub async fn run(&self, url: &str) -> Option<String> {
        for attempt in 0..self.attempts {
            if let Ok(answer) = reqwest::get(url).await {
                return answer.text().await.ok();
            }
            tokio::time::sleep(Duration::from_millis(100 << attempt.min(6))).await;
        }
        None
    }
}
