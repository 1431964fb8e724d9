package main

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
)

func signature(document []byte) string {
	sum := sha1.Sum(document)
	return hex.EncodeToString(sum[:])
}

func main() {
	fmt.Println(signature([]byte("contract")))
}
