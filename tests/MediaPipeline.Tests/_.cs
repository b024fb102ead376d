namespace MediaPipeline.Tests;
