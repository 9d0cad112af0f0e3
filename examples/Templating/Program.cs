using SpeculativeDecoding;

var tokenizer = await SpecBundle.LoadTokenizerAsync(Catalog.Tiny);
ConversationMessage[] chat = [new("user", "How many days has a leap year?")];
Console.WriteLine(tokenizer.ApplyChatTemplate(chat));
Console.WriteLine(tokenizer.EncodeChat(chat).Count);

string[] names = ["grace", "ada"];
var template = JinjaTemplate.Parse("{% for name in names | sort %}{{ loop.index }}. {{ name | title }}\n{% endfor %}");
Console.Write(template.Render(new Dictionary<string, object?> { ["names"] = names }));
