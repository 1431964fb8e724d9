use axum::{extract::Query, routing::get, Router};
use serde::Deserialize;
use sqlx::SqlitePool;

#[derive(Deserialize)]
struct Search {
    city: String,
}

async fn count(Query(search): Query<Search>) -> String {
    let pool = SqlitePool::connect("sqlite:shop.db").await.unwrap();
    let sql = "SELECT count(*) FROM users WHERE city = ?";
    let row: (i64,) = sqlx::query_as(sql).bind(&search.city).fetch_one(&pool).await.unwrap();
    row.0.to_string()
}

pub fn app() -> Router {
    Router::new().route("/users/count", get(count))
}
