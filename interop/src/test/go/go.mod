module assent.example

go 1.22

require github.com/AxmeAI/axme-sdk-go v0.1.2
