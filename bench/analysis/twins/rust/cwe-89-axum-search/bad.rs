use axum::{extract::{Query, State}, Json};
use serde::Deserialize;
use sqlx::{PgPool, Row};

#[derive(Deserialize)]
pub struct Filter {
    name: String,
    limit: u32,
}

pub async fn search(State(pool): State<PgPool>, Query(filter): Query<Filter>) -> Json<Vec<String>> {
    let sql = format!("SELECT name FROM plant WHERE name LIKE '{}%' LIMIT {}", filter.name, filter.limit);
    let rows = sqlx::query(&sql).fetch_all(&pool).await.unwrap_or_default();
    Json(rows.iter().map(|row| row.get("name")).collect())
}
