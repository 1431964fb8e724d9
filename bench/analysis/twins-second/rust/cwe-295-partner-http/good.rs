use std::time::Duration;

fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .timeout(Duration::from_secs(5))
        .https_only(true)
        .build()
}

pub async fn health() -> reqwest::Result<u16> {
    let answer = client()?.get("https://partner.example.org/health").send().await?;
    Ok(answer.status().as_u16())
}
