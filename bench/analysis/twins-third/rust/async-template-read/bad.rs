use std::time::Duration;

use axum::{http::StatusCode, response::Html, routing::get, Router};

async fn status() -> Result<Html<String>, StatusCode> {
    let page = tokio::fs::read_to_string("/srv/status.html")
        .await
        .map_err(|_| StatusCode::NOT_FOUND)?;
    Ok(Html(page))
}

async fn refresh() -> StatusCode {
    for _ in 0..5 {
        if tokio::fs::metadata("/srv/status.new").await.is_ok() {
            return StatusCode::OK;
        }
        std::thread::sleep(Duration::from_millis(400));
    }
    StatusCode::GATEWAY_TIMEOUT
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new().route("/", get(status)).route("/refresh", get(refresh));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, app).await
}
