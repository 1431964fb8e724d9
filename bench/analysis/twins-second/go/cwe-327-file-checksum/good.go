package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

func signature(document []byte) string {
	sum := sha256.Sum256(document)
	return hex.EncodeToString(sum[:])
}

func main() {
	fmt.Println(signature([]byte("contract")))
}
