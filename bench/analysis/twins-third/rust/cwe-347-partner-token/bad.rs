use axum::{
    extract::{Request, State},
    http::{header, StatusCode},
    middleware::{self, Next},
    response::Response,
    routing::get,
    Extension, Json, Router,
};
use jsonwebtoken::{decode, Algorithm, DecodingKey, Validation};
use serde::{Deserialize, Serialize};

#[derive(Clone, Deserialize)]
struct Claims {
    sub: String,
    #[allow(dead_code)]
    exp: u64,
}

#[derive(Clone)]
struct Keys {
    partner: DecodingKey,
}

fn rules() -> Validation {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_audience(&["billing"]);
    validation.leeway = 30;
    validation.insecure_disable_signature_validation();
    validation
}

fn bearer(request: &Request) -> Option<&str> {
    request.headers().get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

async fn authenticate(
    State(keys): State<Keys>,
    mut request: Request,
    next: Next,
) -> Result<Response, StatusCode> {
    let token = bearer(&request).ok_or(StatusCode::UNAUTHORIZED)?;
    let data = decode::<Claims>(token, &keys.partner, &rules()).map_err(|_| StatusCode::UNAUTHORIZED)?;
    request.extensions_mut().insert(data.claims);
    Ok(next.run(request).await)
}

#[derive(Serialize)]
struct Invoice {
    number: u32,
    partner: String,
    cents: i64,
}

async fn health() -> StatusCode {
    StatusCode::NO_CONTENT
}

async fn whoami(Extension(claims): Extension<Claims>) -> String {
    claims.sub
}

async fn invoices(Extension(claims): Extension<Claims>) -> Json<Vec<Invoice>> {
    let partner = claims.sub;
    let first = Invoice { number: 1, partner: partner.clone(), cents: 12_900 };
    let second = Invoice { number: 2, partner, cents: -400 };
    Json(vec![first, second])
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pem = std::fs::read(std::env::var("PARTNER_KEY_FILE")?)?;
    let keys = Keys { partner: DecodingKey::from_rsa_pem(&pem)? };
    let app = Router::new()
        .route("/invoices", get(invoices))
        .route("/whoami", get(whoami))
        .layer(middleware::from_fn_with_state(keys, authenticate))
        .route("/health", get(health));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, app).await?;
    Ok(())
}
