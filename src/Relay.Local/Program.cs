using System.Reflection;
using Relay.Local;
using Relay.Local.Hosting;

var parsed = LocalOptions.Parse(args, Environment.CurrentDirectory);
if (parsed.IsHelp)
{
    Console.WriteLine(LocalOptions.Help);
    return 0;
}
if (parsed.Options is not { } options)
{
    Console.Error.WriteLine(parsed.Error);
    return 2;
}

var builder = LocalServer.CreateBuilder(options.Urls);
// The engine goes here: builder.AddRelay(), the embedded store in options.DataFolder, options.ConfigFile.
builder.AddFunctions(Assembly.Load("Relay.Functions"));

await using var app = builder.Build();
app.UseDraining();
app.MapFunctions();
return await LocalServer.RunAsync(app, Console.Error);
