package main

import (
	"encoding/hex"
	"fmt"
	"crypto/rand"
)

func apiKey() (string, error) {
	raw := make([]byte, 24)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	return hex.EncodeToString(raw), nil
}

func main() {
	key, err := apiKey()
	if err != nil {
		panic(err)
	}
	fmt.Println(key)
}
