// What GlowScript gives with every object, as its own vertex shader reads it.
in vec3 pos;
in vec3 normal;
in vec3 color;
in vec2 texpos;
uniform vec4 objectData[5];
uniform mat4 viewMatrix, projMatrix;
#define objectPos objectData[0].xyz
#define objectAxis objectData[1].xyz
#define objectUp objectData[2].xyz
#define objectScale objectData[3].xyz
#define objectColor objectData[4].rgb

mat3 objectRotation() {
    vec3 x = normalize(objectAxis), y = normalize(objectUp);
    return mat3(x, y, cross(x, y));
}
