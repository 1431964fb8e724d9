package race

import (
	"context"
	"time"
)

func First(ctx context.Context, ask func(string) string, hosts []string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	answers := make(chan string, len(hosts))
	for _, host := range hosts {
		go func(host string) {
			answers <- ask(host)
		}(host)
	}
	select {
	case answer := <-answers:
		return answer, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
