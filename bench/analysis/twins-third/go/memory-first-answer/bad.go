package lookup

import (
	"context"
	"errors"
	"time"
)

type Source interface {
	Find(ctx context.Context, key string) (string, error)
}

var ErrTimeout = errors.New("no source answered in time")

// First gives the answer of the source that is there first.
func First(ctx context.Context, sources []Source, key string) (string, error) {
	answers := make(chan string)
	for _, source := range sources {
		source := source
		go func() {
			if value, err := source.Find(ctx, key); err == nil {
				answers <- value
			}
		}()
	}
	timer := time.NewTimer(2 * time.Second)
	defer timer.Stop()
	select {
	case value := <-answers:
		return value, nil
	case <-timer.C:
		return "", ErrTimeout
	}
}
