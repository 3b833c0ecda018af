// A service states an intent with AXME's Go SDK and looks until it has ended. Run it again with the same key after
// a restart of the node: it is the same intent.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/AxmeAI/axme-sdk-go/axme"
)

func main() {
	ctx := context.Background()
	client, err := axme.NewClient(axme.ClientConfig{
		BaseURL: os.Getenv("ASSENT_GATEWAY_URL"), APIKey: os.Getenv("ASSENT_INITIATOR_KEY")})
	if err != nil {
		log.Fatal(err)
	}
	created, err := client.CreateIntent(ctx, map[string]any{
		"intent_type": "intent.infra.change_approval.v1",
		"to_agent":    "infra-validator",
		"payload":     map[string]any{"change_type": "database_migration", "target": "prod-postgres-main"},
	}, axme.RequestOptions{IdempotencyKey: os.Args[1]})
	if err != nil {
		log.Fatal(err)
	}
	id := created["intent_id"].(string)
	fmt.Println(id)

	for seen := 0; ; time.Sleep(time.Second) {
		answer, err := client.ListIntentEvents(ctx, id, &seen, axme.RequestOptions{})
		if err != nil {
			log.Fatal(err)
		}
		for _, event := range answer["events"].([]any) {
			e := event.(map[string]any)
			seen = int(e["seq"].(float64))
			fmt.Println(seen, e["event_type"], e["status"])
			switch e["status"] {
			case "COMPLETED", "FAILED", "CANCELED", "TIMED_OUT":
				return
			}
		}
	}
}
