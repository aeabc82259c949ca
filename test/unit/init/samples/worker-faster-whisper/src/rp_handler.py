print("handler")
