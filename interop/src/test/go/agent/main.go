// An agent with AXME's Go SDK. The SDK ends at a restart of the node: run it again, it gets what is still open.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/AxmeAI/axme-sdk-go/axme"
)

func main() {
	ctx := context.Background()
	client, err := axme.NewClient(axme.ClientConfig{
		BaseURL: os.Getenv("ASSENT_GATEWAY_URL"), APIKey: os.Getenv("ASSENT_AGENT_KEY")})
	if err != nil {
		log.Fatal(err)
	}
	steps, failed := client.Listen(ctx, "infra-validator", axme.ListenOptions{})
	for step := range steps {
		id := step["intent_id"].(string)
		_, err := client.ResumeIntent(ctx, id,
			map[string]any{"action": "complete", "validation": "passed"}, axme.RequestOptions{})
		if err != nil {
			fmt.Println("refused", err)
			continue
		}
		fmt.Println("validated", step["parent_intent_id"])
	}
	log.Fatal(<-failed)
}
