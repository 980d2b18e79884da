using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Relay.Azure.Identity;
using Relay.Azure.KeyVault;
using Relay.Azure.TableStorage;
using Relay.Functions;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddTableStorage(builder.Configuration);
builder.Services.AddManagedIdentity().AddKeyVault(builder.Configuration);
builder.AddRelay();
builder.Build().Run();
