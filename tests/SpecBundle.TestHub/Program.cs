// Hubs for tests: a real child process that speaks the Hub's protocol over real HTTP, each Hub on two hosts of its own.
//   dotnet SpecBundle.TestHub.dll     each line of standard input is a command, each line of standard output its answer
//     open FOLDER     serves FOLDER/{models,datasets}/ORG/NAME/repository.json; the answer has the two addresses
//     close FOLDER    ends that Hub, whatever it is being asked
using System.Text.Json;
using SpeculativeDecoding.TestHub;

var hubs = new Dictionary<string, RunningHub>(StringComparer.Ordinal);
while (await Console.In.ReadLineAsync() is { } line)
{
    var (command, folder) = (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]);
    if (command == "open")
    {
        hubs[folder] = await RunningHub.StartAsync(folder);
        Console.WriteLine(JsonSerializer.Serialize(new { hub = hubs[folder].Hub, storage = hubs[folder].Storage }));
    }
    else if (hubs.Remove(folder, out var hub))
    {
        await hub.DisposeAsync();
        Console.WriteLine("{}");
    }
}
