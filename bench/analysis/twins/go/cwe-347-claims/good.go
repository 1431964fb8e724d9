package auth

import (
	"errors"
	"os"

	"github.com/golang-jwt/jwt/v5"
)

func Subject(raw string) (string, error) {
	claims := jwt.MapClaims{}
	_, err := jwt.ParseWithClaims(raw, claims, func(*jwt.Token) (any, error) {
		return []byte(os.Getenv("JWT_KEY")), nil
	}, jwt.WithValidMethods([]string{"HS256"}))
	if err != nil {
		return "", err
	}
	subject, ok := claims["sub"].(string)
	if !ok || os.Getenv("JWT_KEY") == "" {
		return "", errors.New("no subject")
	}
	return subject, nil
}
