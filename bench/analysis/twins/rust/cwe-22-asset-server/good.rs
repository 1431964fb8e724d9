use axum::{extract::Query, http::StatusCode};
use serde::Deserialize;
use std::path::{Component, Path, PathBuf};

#[derive(Deserialize)]
pub struct Asset {
    file: String,
}

fn locate(file: &str) -> Option<PathBuf> {
    let relative = Path::new(file);
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    Some(Path::new("/srv/assets").join(relative))
}

pub async fn asset(Query(query): Query<Asset>) -> Result<Vec<u8>, StatusCode> {
    let path = locate(&query.file).ok_or(StatusCode::BAD_REQUEST)?;
    tokio::fs::read(path).await.map_err(|_| StatusCode::NOT_FOUND)
}
