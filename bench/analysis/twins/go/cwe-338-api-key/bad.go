package keys

import (
	"encoding/hex"
	"math/rand"
)

type Key struct {
	Owner  string
	Secret string
}

func NewKey(owner string) (Key, error) {
	buf := make([]byte, 32)
	if _, err := rand.Read(buf); err != nil {
		return Key{}, err
	}
	return Key{Owner: owner, Secret: hex.EncodeToString(buf)}, nil
}
