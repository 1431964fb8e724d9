use axum::{extract::Query, http::StatusCode};
use std::collections::HashMap;

pub async fn preview(Query(query): Query<HashMap<String, String>>) -> Result<String, StatusCode> {
    let kind = query.get("kind").ok_or(StatusCode::BAD_REQUEST)?;
    let url = match kind.as_str() {
        "news" => "https://news.example.org/".to_string(),
        other => format!("https://{other}/"),
    };
    let answer = reqwest::get(&url).await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    Ok(answer.status().to_string())
}
