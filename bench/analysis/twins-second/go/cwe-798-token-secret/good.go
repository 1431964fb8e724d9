package main

import (
	"fmt"
	"os"

	"github.com/golang-jwt/jwt/v5"
)

func secret() []byte {
	return []byte(os.Getenv("SIGNING_KEY"))
}

func main() {
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"sub": "ann"})
	signed, err := token.SignedString(secret())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(signed)
}
