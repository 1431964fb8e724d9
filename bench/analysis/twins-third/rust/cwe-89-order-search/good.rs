use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
    Json, Router,
};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgPoolOptions;
use sqlx::{PgPool, Row};

#[derive(Clone)]
struct Shop {
    pool: PgPool,
    currency: Arc<str>,
}

#[derive(Debug, Deserialize)]
struct OrderSearch {
    customer: Option<String>,
    city: Option<String>,
    page: Option<u32>,
}

#[derive(Debug, Serialize)]
struct OrderView {
    id: i64,
    city: String,
    total: String,
}

enum Failure {
    Database(sqlx::Error),
    EmptySearch,
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Failure::Database(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Failure::EmptySearch => (StatusCode::BAD_REQUEST, "nothing to search for").into_response(),
            Failure::Database(error) => {
                tracing::error!("order search failed: {error}");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// Collects the conditions of a search.
#[derive(Default)]
struct Conditions {
    parts: Vec<String>,
    values: Vec<String>,
}

impl Conditions {
    fn equal(&mut self, column: &str, value: Option<String>) {
        if let Some(value) = value {
            self.values.push(value);
            self.parts.push(format!("{column} = ${}", self.values.len()));
        }
    }

    fn sql(&self, page: u32) -> String {
        format!(
            "SELECT id, city, total FROM orders WHERE {} ORDER BY id LIMIT 50 OFFSET {}",
            self.parts.join(" AND "),
            u64::from(page) * 50
        )
    }
}

async fn search(
    State(shop): State<Shop>,
    Query(wanted): Query<OrderSearch>,
) -> Result<Json<Vec<OrderView>>, Failure> {
    let mut conditions = Conditions::default();
    conditions.equal("customer", wanted.customer);
    conditions.equal("city", wanted.city);
    if conditions.parts.is_empty() {
        return Err(Failure::EmptySearch);
    }
    let sql = conditions.sql(wanted.page.unwrap_or(0));
    let mut query = sqlx::query(&sql);
    for value in &conditions.values {
        query = query.bind(value);
    }
    let rows = query.fetch_all(&shop.pool).await?;
    let found = rows
        .iter()
        .map(|row| OrderView {
            id: row.get("id"),
            city: row.get("city"),
            total: format!("{} {}", row.get::<i64, _>("total"), shop.currency),
        })
        .collect();
    Ok(Json(found))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("DATABASE_URL")?;
    let pool = PgPoolOptions::new().max_connections(8).connect(&url).await?;
    let shop = Shop { pool, currency: "EUR".into() };
    let app = Router::new().route("/orders", get(search)).with_state(shop);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, app).await?;
    Ok(())
}
