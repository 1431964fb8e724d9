package auth

import (
	"errors"
	"os"

	"github.com/golang-jwt/jwt/v5"
)

func Subject(raw string) (string, error) {
	claims := jwt.MapClaims{}
	_, _, err := jwt.NewParser().ParseUnverified(raw, claims)
	if err != nil {
		return "", err
	}
	subject, ok := claims["sub"].(string)
	if !ok || os.Getenv("JWT_KEY") == "" {
		return "", errors.New("no subject")
	}
	return subject, nil
}
