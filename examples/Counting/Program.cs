using SpeculativeDecoding;

var tokenizer = await SpecBundle.LoadTokenizerAsync(Catalog.Tiny);
Console.WriteLine(tokenizer.CountTokens("How many tokens is this?"));
