use axum::{extract::Query, response::Html, routing::get, Router};
use html_escape::encode_text;
use serde::Deserialize;

#[derive(Deserialize)]
struct Guest {
    name: String,
    table: u8,
}

async fn page(Query(guest): Query<Guest>) -> Html<String> {
    let mut html = String::from("<!doctype html><title>Seats</title>");
    html.push_str("<h1>Good evening, ");
    html.push_str(&guest.name);
    html.push_str("</h1>");
    html.push_str(&format!("<p>Table {}</p>", encode_text(&guest.table.to_string())));
    Html(html)
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new().route("/guest", get(page));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, app).await
}
