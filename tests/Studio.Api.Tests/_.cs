namespace Studio.Api.Tests;
